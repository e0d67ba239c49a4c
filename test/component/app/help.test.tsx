import { act, screen, waitFor, within } from '@testing-library/react';
import fs from 'node:fs';
import path from 'node:path';
import { SCREEN_PARTS } from '../../../src-renderer/app/help/help-panel';
import { MANUAL, partsWith, PICTURES } from '../../../src-renderer/app/help/manual';
import { readMarkdown } from '../../../src-renderer/app/help/markdown';
import { PAGE_ORDER, PAGES } from '../../../src-renderer/app/pages';
import { useNavigation } from '../../../src-renderer/session/navigation';
import { openApp, openUnlocked } from './open-app';

const DOCS = path.resolve(__dirname, '../../../docs');
const headings = MANUAL.map(({ heading }) => heading);

/** The heading of the part that was scrolled to last. */
let shown: string | null;
beforeEach(() => {
  shown = null;
  Element.prototype.scrollIntoView = function (this: Element) {
    shown = this.getAttribute('data-part') ?? shown;
  };
});

describe('the manual', () => {
  it.each(PAGE_ORDER.map((id) => PAGES[id].label))('has a part for the page %s', (label) => {
    const part = MANUAL.find(({ heading }) => heading === label);
    expect(part?.blocks.length).toBeGreaterThan(0);
  });

  it('has a part for every screen before the pages, and no heading twice', () => {
    for (const part of Object.values(SCREEN_PARTS)) expect(headings).toContain(part);
    expect(new Set(headings).size).toBe(headings.length);
  });

  it('has every picture it shows', () => {
    const files = MANUAL.flatMap(({ blocks }) => blocks).flatMap((b) =>
      b.block === 'picture' ? b.file : [],
    );
    expect(files.length).toBeGreaterThan(3);
    expect(Object.keys(PICTURES).sort()).toEqual([...new Set(files)].sort());
    for (const file of files) expect(fs.existsSync(path.join(DOCS, 'images', file))).toBe(true);
  });

  it('is read whole: no sign of its notation is left in what is shown', () => {
    const words = MANUAL.map((part) => part.words).join('\n');
    expect(words).not.toMatch(/\*\*|^#|^\||\]\(/m);
    expect(words).toContain('ctrl+k');
  });

  it('is found by words, all of which must stand in a part', () => {
    expect(partsWith('手工计票').map(({ heading }) => heading)).toEqual(['调查问卷']);
    expect(partsWith('归还 撤点').map(({ heading }) => heading)).toEqual(['调阅资料']);
    expect(partsWith('没有这样的字')).toEqual([]);
    expect(partsWith(' ')).toBe(MANUAL);
  });
});

describe('the notation of the manual', () => {
  it('is headings, paragraphs, lists, tables and pictures; in a line bold, keys and links', () => {
    const text =
      '# 甲\n\n一**二**三`F1`[四](x.md)\n\n- 五\n- 六\n\n1. 七\n\n| 八 | 九 |\n|---|---|\n| 十 | **百** |\n\n![千](images/a.png)';
    expect(readMarkdown(text)).toEqual([
      { block: 'heading', level: 1, text: '甲' },
      {
        block: 'paragraph',
        line: [
          { as: 'text', text: '一' },
          { as: 'bold', text: '二' },
          { as: 'text', text: '三' },
          { as: 'key', text: 'F1' },
          { as: 'text', text: '四' },
        ],
      },
      {
        block: 'list',
        numbered: false,
        items: [[{ as: 'text', text: '五' }], [{ as: 'text', text: '六' }]],
      },
      { block: 'list', numbered: true, items: [[{ as: 'text', text: '七' }]] },
      {
        block: 'table',
        head: [[{ as: 'text', text: '八' }], [{ as: 'text', text: '九' }]],
        rows: [[[{ as: 'text', text: '十' }], [{ as: 'bold', text: '百' }]]],
      },
      { block: 'picture', words: '千', file: 'a.png' },
    ]);
  });
});

describe('F1', () => {
  const manual = () => screen.findByRole('dialog', { name: '使用手册' });

  it('opens the manual at the part for the page, follows to another page, and closes it', async () => {
    const { user } = await openUnlocked();
    act(() => useNavigation.getState().open('interview'));
    await user.keyboard('{F1}');
    await manual();
    await waitFor(() => expect(shown).toBe('谈话记录'));
    act(() => useNavigation.getState().open('rectificationItem'));
    await waitFor(() => expect(shown).toBe('整改台账'));
    await user.keyboard('{F1}');
    await waitFor(() => expect(screen.queryByRole('dialog', { name: '使用手册' })).not.toBeInTheDocument());
  });

  it('searches, marks what was found, and gives the cursor back on Escape', async () => {
    const { user } = await openUnlocked();
    const button = screen.getByRole('button', { name: '使用手册' });
    button.focus();
    await user.click(button);
    const panel = within(await manual());
    const box = panel.getByRole('searchbox', { name: '在手册中查找' });
    await waitFor(() => expect(box).toHaveFocus());
    await user.type(box, '手工计票');
    expect(panel.getAllByRole('heading').map((h) => h.textContent)).toEqual(['调查问卷']);
    expect(panel.getByText('手工计票').tagName).toBe('MARK');
    await user.keyboard('{Escape}');
    expect(button).toHaveFocus();
  });

  it('helps whoever is not in yet', async () => {
    const { user } = await openApp();
    await screen.findByRole('heading', { name: '解锁' });
    await user.keyboard('{F1}');
    await manual();
    await waitFor(() => expect(shown).toBe('九、遇到问题'));
  });
});
