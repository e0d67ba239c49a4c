/**
 * Chromium's command line: no background traffic, no name look-ups, no caches on disk. The session guards refuse
 * requests; these keep the browser process from making any of its own.
 */
import type { App } from 'electron';

/** Switch → value ('' for none). Each keeps the process off the network or keeps page content off the disk. */
const SWITCHES: Readonly<Record<string, string>> = {
  'disable-background-networking': '',
  'disable-component-update': '',
  'disable-domain-reliability': '',
  'disable-sync': '',
  'disable-breakpad': '',
  'no-pings': '',
  'dns-prefetch-disable': '',
  // Every host name and address resolves to nothing, whoever asks.
  'host-resolver-rules': 'MAP * ~NOTFOUND',
  'force-webrtc-ip-handling-policy': 'disable_non_proxied_udp',
  'disk-cache-size': '1',
  'media-cache-size': '1',
  'disable-http-cache': '',
  'disable-gpu-shader-disk-cache': '',
  'disable-gpu-program-cache': '',
  // What Chromium itself says (date fields, file buttons) is Chinese on every system.
  lang: 'zh-CN',
};

/**
 * Switches that would open the window to another program. The installed application does not start with one of them;
 * its fuses already refuse the Node ones.
 */
const DEBUG_SWITCHES = [
  'remote-debugging-port',
  'remote-debugging-pipe',
  'remote-debugging-address',
  'inspect',
  'inspect-brk',
  'js-flags',
  'load-extension',
  'disable-web-security',
  'proxy-server',
  'log-net-log',
  'enable-logging',
  'log-file',
];

/** Collecting beside the drawing needs a core that the drawing does not. */
const FEW_CORES = 2;

export function applySwitches(app: Pick<App, 'commandLine'>): void {
  for (const [name, value] of Object.entries(SWITCHES)) app.commandLine.appendSwitch(name, value);
}

/**
 * Says how the pages' engine collects garbage on a computer of few cores (docs/decisions/0008): in one stop of both cores
 * when it must, not early and in steps beside the drawing. After {@link debugSwitch}, which refuses this switch from outside.
 * @param cores that the program may use
 */
export function tuneEngine(app: Pick<App, 'commandLine'>, cores: number): void {
  if (cores <= FEW_CORES) app.commandLine.appendSwitch('js-flags', '--no-incremental-marking');
}

/** The first debugging switch that the application was started with, or undefined. */
export function debugSwitch(app: Pick<App, 'commandLine'>): string | undefined {
  return DEBUG_SWITCHES.find((name) => app.commandLine.hasSwitch(name));
}
