/**
 * File names as every system takes them: Windows, 麒麟 and UOS, FAT on a stick. What a name is made of here may have
 * been typed, pasted or read from a scan, so nothing invisible stays that could make an ending look like another.
 */

/** Linux allows 255 bytes for a name; what a program or a person adds (“ (2)”) must still fit. */
const MAX_BYTES = 240;
/** Windows allows 255 UTF-16 units, which a name of so few bytes never reaches. Longer endings than this are none. */
const MAX_ENDING = 16;
/** Names that Windows takes for devices, with any ending (Microsoft, “Naming Files, Paths, and Namespaces”). */
const DEVICE = /^(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])\s*(?:\.|$)/i;
const NAMELESS = '未命名';

/** Bytes of a text in UTF-8. */
function bytesOf(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const point = character.codePointAt(0)!;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }
  return bytes;
}

/** The longest beginning of a text that takes so many bytes in UTF-8; no character is torn. */
function within(text: string, bytes: number): string {
  let room = bytes;
  let kept = '';
  for (const character of text) {
    room -= bytesOf(character);
    if (room < 0) break;
    kept += character;
  }
  return kept;
}

/** Where the ending begins; the length of the name where it has none. */
function endingAt(name: string): number {
  const dot = name.lastIndexOf('.');
  return dot > 0 && name.length - dot <= MAX_ENDING ? dot : name.length;
}

/**
 * A name without folders, without characters that a system refuses or that nobody sees (control, zero width, direction
 * of writing), of at most 240 bytes with its ending kept, and never that of a device.
 */
export function safeFileName(name: string): string {
  const clean = name
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '')
    .replace(/[\\/:*?"<>|]/g, '_')
    .replace(/^[. ]+|[. ]+$/g, '');
  const at = endingAt(clean);
  const ending = clean.slice(at);
  const stem = within(clean.slice(0, at), MAX_BYTES - bytesOf(ending)).replace(/[. ]+$/, '');
  const whole = stem === '' ? NAMELESS + ending : stem + ending;
  return DEVICE.test(whole) ? `_${whole}` : whole;
}
