/**
 * Draws assets/icons/icon.svg into the bitmaps the packages need: PNGs for Linux and one .ico for Windows. The results
 * are committed; run it again after changing the drawing. Electron's own engine draws, so no image tool is needed.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { findElectron, needsNoSandbox } from './electron-runtime.mjs';

const ICONS = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../assets/icons');
const LINUX_SIZES = [16, 32, 48, 64, 128, 256, 512];
const WINDOWS_SIZES = [16, 24, 32, 48, 64, 128, 256];

const DRAW = `
const { app, BrowserWindow } = require('electron');
const { writeFileSync } = require('node:fs');
const { svg, sizes, folder } = JSON.parse(process.env.DRAW_ICONS);
app.whenReady().then(async () => {
  const window = new BrowserWindow({ show: false });
  await window.loadURL('about:blank');
  for (const size of sizes) {
    const data = await window.webContents.executeJavaScript(\`(async () => {
      const image = new Image();
      image.src = 'data:image/svg+xml;base64,' + \${JSON.stringify(svg)};
      await image.decode();
      const canvas = Object.assign(document.createElement('canvas'), { width: \${size}, height: \${size} });
      canvas.getContext('2d').drawImage(image, 0, 0, \${size}, \${size});
      return canvas.toDataURL('image/png').split(',')[1];
    })()\`);
    writeFileSync(folder + '/' + size + '.png', Buffer.from(data, 'base64'));
  }
  app.quit();
});
`;

const found = await findElectron({ log: console.error });
if ('reason' in found) throw new Error(found.reason);
const folder = mkdtempSync(path.join(tmpdir(), 'icons-'));
writeFileSync(path.join(folder, 'package.json'), '{"name":"icons","version":"1.0.0","main":"main.js"}');
writeFileSync(path.join(folder, 'main.js'), DRAW);
const drawing = {
  svg: readFileSync(path.join(ICONS, 'icon.svg')).toString('base64'),
  sizes: [...new Set([...LINUX_SIZES, ...WINDOWS_SIZES])],
  folder,
};
const command = [
  found.path,
  ...(needsNoSandbox() ? ['--no-sandbox'] : []),
  folder,
  `--user-data-dir=${folder}/data`,
];
const onScreen =
  process.env.DISPLAY || process.platform !== 'linux' ? command : ['xvfb-run', '-a', ...command];
const drawn = spawnSync(onScreen[0], onScreen.slice(1), {
  env: { ...process.env, DRAW_ICONS: JSON.stringify(drawing) },
  stdio: ['ignore', 'inherit', 'ignore'],
});
if (drawn.status !== 0) throw new Error(`drawing ended with ${drawn.status}`);

const png = (size) => readFileSync(path.join(folder, `${size}.png`));
for (const size of LINUX_SIZES) writeFileSync(path.join(ICONS, `${size}x${size}.png`), png(size));
writeFileSync(path.join(ICONS, 'icon.png'), png(512));
writeFileSync(path.join(ICONS, 'icon.ico'), ico(WINDOWS_SIZES.map((size) => ({ size, bytes: png(size) }))));
rmSync(folder, { recursive: true });

/** An .ico is a directory of images; since Windows Vista each may be a PNG. */
function ico(images) {
  const header = Buffer.alloc(6);
  header.writeUInt16LE(1, 2);
  header.writeUInt16LE(images.length, 4);
  let offset = 6 + 16 * images.length;
  const entries = images.map(({ size, bytes }) => {
    const entry = Buffer.alloc(16);
    entry.writeUInt8(size % 256, 0);
    entry.writeUInt8(size % 256, 1);
    entry.writeUInt16LE(1, 4);
    entry.writeUInt16LE(32, 6);
    entry.writeUInt32LE(bytes.length, 8);
    entry.writeUInt32LE(offset, 12);
    offset += bytes.length;
    return entry;
  });
  return Buffer.concat([header, ...entries, ...images.map(({ bytes }) => bytes)]);
}
