/**
 * The realm of a component test: a window, and in it the way to a house with the real core (house.ts).
 *
 * The core is loaded here, in Node's own realm, and once for all test files of a process. In the window's realm it would meet
 * another `Uint8Array` than the one Node's crypto and SQLite give it, no worker threads; here it is what
 * it is in the program, a neighbour that is talked to by messages, and its modules are not read anew for each file.
 */
import JSDOMEnvironment from 'jest-environment-jsdom';
import { openHouse } from './house';

export default class WindowBesideCore extends JSDOMEnvironment {
  override async setup(): Promise<void> {
    await super.setup();
    // What the core reads only when it needs it is loaded by now, but still looked for by its name without an ending.
    require.extensions['.ts'] ??= require.extensions['.js'];
    Object.assign(this.global, { openHouse, structuredClone });
  }
}
