/** The words and rules of the work. */
export * from './kinds';
