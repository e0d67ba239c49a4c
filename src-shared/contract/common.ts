/** What several areas of the contract are made of. */
import { z } from 'zod';
import { ROLES } from '../domain/roles';

export const id = z.string().min(1).max(60);
export const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
/** The path of a file or a folder that a person chose in a dialog of the system. */
export const filePath = z.string().min(1).max(4096);
export const name = z.string().trim().min(1).max(40);
export const passphrase = z.string().min(1).max(200);
export const role = z.enum(ROLES);
