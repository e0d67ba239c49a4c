/** Runs a program that needs a screen: as it is where there is one, under a virtual one on a Linux server. */
import { spawnSync } from 'node:child_process';

/** Whether windows can be shown to a person here. */
export function hasScreen() {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

/**
 * @param {string} program absolute
 * @param {string[]} programArguments
 * @returns {string[] | undefined} the whole command; undefined when there is no screen and no xvfb-run either
 */
export function onScreen(program, programArguments) {
  if (hasScreen()) return [program, ...programArguments];
  if (spawnSync('xvfb-run', ['--help'], { stdio: 'ignore' }).error) return undefined;
  return ['xvfb-run', '-a', '-s', '-screen 0 1920x1200x24', program, ...programArguments];
}
