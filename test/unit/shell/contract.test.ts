/** The typed table and its dispatcher. */
import { z } from 'zod';
import {
  callNames,
  command,
  event,
  eventNames,
  query,
  serve,
  type Handlers,
} from '../../../src-shared/contract/define';
import { WorkbenchError } from '../../../src-shared/errors';

const table = {
  'unit.rename': command(
    z.strictObject({ name: z.string().max(4), rank: z.number().default(1) }),
    z.string(),
  ),
  'unit.count': query(z.strictObject({}), z.number()),
  changed: event(z.object({ id: z.string() })),
};
const handlers: Handlers<typeof table> = {
  'unit.rename': ({ name, rank }) => `${name}/${rank}`,
  'unit.count': async () => 3,
};

test('calls and events are told apart by the table', () => {
  expect(callNames(table)).toEqual(['unit.rename', 'unit.count']);
  expect(eventNames(table)).toEqual(['changed']);
});

test('a handler receives the parsed input, with defaults filled in', async () => {
  const dispatch = serve(table, handlers);
  expect(await dispatch('unit.rename', { name: '办公室' })).toEqual({ ok: true, value: '办公室/1' });
  expect(await dispatch('unit.count', {})).toEqual({ ok: true, value: 3 });
});

test('input that does not fit names the places, and quotes nothing of what was typed', async () => {
  const secret = '绝密内容很长很长';
  const answer = await serve(table, handlers)('unit.rename', { name: secret, rank: '一', extra: secret });
  expect(answer).toMatchObject({ ok: false, code: 'CONTRACT_BAD_INPUT' });
  if (answer.ok) throw new Error('accepted');
  expect(answer.problems.map((problem) => problem.place)).toEqual(['name', 'rank', '输入']);
  expect(JSON.stringify(answer)).not.toContain(secret);
});

test('an event name, an inherited name and an unknown name are no calls', async () => {
  const dispatch = serve(table, handlers);
  for (const name of ['changed', 'constructor', '__proto__', 'toString', 'unit.delete']) {
    expect(await dispatch(name, {})).toMatchObject({ ok: false, code: 'CONTRACT_UNKNOWN_NAME' });
  }
});

test('what a handler throws becomes a failure; a defect shows no internals', async () => {
  const expected = serve(table, {
    ...handlers,
    'unit.count': () => {
      throw new WorkbenchError('UNIT_LOCKED', '单位已归档，不能修改。');
    },
  });
  expect(await expected('unit.count', {})).toMatchObject({
    code: 'UNIT_LOCKED',
    message: '单位已归档，不能修改。',
  });
  const defect = serve(table, {
    ...handlers,
    'unit.count': () => Promise.reject(new TypeError('x of undefined')),
  });
  const answer = await defect('unit.count', {});
  expect(answer).toMatchObject({ ok: false, code: 'PROGRAM_FAULT' });
  expect(JSON.stringify(answer)).not.toContain('undefined');
});

test('a table without one of its handlers does not compile', () => {
  // @ts-expect-error unit.count is missing
  const incomplete: Handlers<typeof table> = { 'unit.rename': handlers['unit.rename'] };
  expect(Object.keys(incomplete)).toEqual(['unit.rename']);
});
