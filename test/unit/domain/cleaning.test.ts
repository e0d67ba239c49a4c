import fc from 'fast-check';
import fs from 'node:fs';
import path from 'node:path';
import { kinds } from '../../../src-shared/domain/kinds';
import type { AnyKind } from '../../../src-shared/domain/define';
import { cleanLine, cleanText, cleanValues } from '../../../src-shared/domain/cleaning';

const pasted = fs.readFileSync(path.join(__dirname, '../../fixtures/typed/pasted.txt'), 'utf8');

describe('text as it is kept', () => {
  it('is what one sees of a text pasted from WPS and a PDF', () => {
    expect(cleanText(pasted)).toBe(
      '一是学习不深入。\n二是落实不到位。\n三是督促不够。\n四、  责任JK不清；详见金额表，单价3．5万元。\n五是……',
    );
  });

  it('has spaces for breaks in one line', () => {
    expect(cleanLine('会议室\v三楼\t东\u2028侧')).toBe('会议室 三楼 东 侧');
  });

  it('has characters for the radicals of both blocks, and keeps indents, emoji and rare characters', () => {
    expect(cleanText('⾦⽬⻋⻔⻢')).toBe('金目车门马');
    expect(cleanText('　　第一段\u3000𠮷😀')).toBe('　　第一段\u3000𠮷😀');
  });

  it('has nothing that hides between the characters of a name', () => {
    for (const unseen of ['\u200b', '\u200d', '\u00ad', '\ufe00', '\u2060', '\u{e0100}', '\ufeff', '\u3164'])
      expect(cleanText(`沈${unseen}知远`)).toBe('沈知远');
  });

  it('is left as it is where there is nothing to clean, and when it is cleaned again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(cleanText(cleanText(text))).toBe(cleanText(text));
        expect(cleanText(text)).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u00ad\u200b-\u200f\ufeff]/);
      }),
    );
  });

  it('goes by the field: lines in running text, one line elsewhere, each entry of a list; numbers stay', () => {
    const kind = kinds.visit as unknown as AnyKind;
    expect(
      cleanValues(kind, { seen: '一\v二', place: '一\v二', persons: 3, random: true, companion: null }),
    ).toEqual({ seen: '一\n二', place: '一 二', persons: 3, random: true, companion: null });
    const asked = kinds.question as unknown as AnyKind;
    expect(cleanValues(asked, { options: ['好\u200b', '⾦'] })).toEqual({ options: ['好', '金'] });
  });
});
