/** Puts something round a function of a module of the core, for every module that is loaded after this is called. */

/**
 * The module must be loaded already, and those that use it not yet: import it, call this, and import them from another file.
 * @param file absolute path of the module, as `require.resolve` gives it
 * @param wrap gets the function as it is and gives the one that others see
 */
export function around<M extends object, N extends keyof M & string>(
  file: string,
  name: N,
  wrap: (original: M[N]) => M[N],
): void {
  const loaded = require.cache[file]!;
  // What a compiled module exports cannot be redefined: others see a copy of it.
  const exported = loaded.exports as M;
  loaded.exports = { ...exported, [name]: wrap(exported[name]) };
}
