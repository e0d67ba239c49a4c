/** What comes in and goes out as ledgers: whole rounds, and lists of one kind. */
import { z } from 'zod';
import { day, filePath } from './common';
import { command, type Contract } from './define';

export const tablesContract = {
  'round.loadSample': command(z.object({}), z.object({ records: z.number(), today: day })),
  'round.import': command(z.object({ path: filePath }), z.object({ records: z.number() }), { path: 'open' }),
} satisfies Contract;
