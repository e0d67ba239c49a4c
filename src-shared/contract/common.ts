/** What several areas of the contract are made of. */
import { z } from 'zod';
import { isIsoDate } from '../domain/define';
import { ROLES } from '../domain/roles';

export const id = z.string().min(1).max(60);
export const day = z.string().refine(isIsoDate);
/** The path of a file or a folder that a person chose in a dialog of the system. */
export const filePath = z.string().min(1).max(4096);
export const name = z.string().trim().min(1).max(40);
export const passphrase = z.string().min(1).max(200);
export const role = z.enum(ROLES);
