/** Parts of the window that are read when they are first shown, or before. */
import { lazy, type ComponentType, type FunctionComponent } from 'react';

type Module<P> = { readonly default: ComponentType<P> };

export interface ReadLater<P> {
  readonly Part: FunctionComponent<P>;
  /** Reads it now, so that it shows without a fallback: React holds back what follows one for 0.3 s. */
  readonly read: () => Promise<void>;
}

/** @param load the dynamic `import()` of the part */
export function readLater<P>(load: () => Promise<Module<P>>): ReadLater<P> {
  let module: Module<P> | undefined;
  const read = async () => {
    module ??= await load();
    return module;
  };
  // A promise tells of itself a turn later, and a turn is enough for the fallback: what is there is told at once.
  const known = (there: Module<P>) =>
    ({ then: (tell: (part: Module<P>) => void) => tell(there) }) as Promise<Module<P>>;
  return {
    Part: lazy(() => (module === undefined ? read() : known(module))),
    read: async () => void (await read()),
  };
}
