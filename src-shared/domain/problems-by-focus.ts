/** How problems stand in reports and charts. */
import type { Entity } from './define';
import type { Entry } from './glossary';

/**
 * Adopted problems by 聚焦 in the order of the round's dictionary; 重点 first, then by number, inside each.
 * @param entries the 聚焦 of the round (`entriesOf('focus', …)`)
 */
export function problemsByFocus(
  papers: readonly Entity[],
  entries: readonly Entry[],
): { readonly code: string; readonly label: string; readonly papers: readonly Entity[] }[] {
  const codes = [...new Set(papers.map((e) => (e.values.focus as string | undefined) ?? ''))];
  const place = (code: string): number => {
    const at = entries.findIndex((entry) => entry.code === code);
    return at < 0 ? Number.MAX_SAFE_INTEGER : at;
  };
  codes.sort((a, b) => place(a) - place(b));
  return codes.map((code) => ({
    code,
    label: entries.find((e) => e.code === code)?.label ?? (code || '未分类'),
    papers: papers
      .filter((e) => ((e.values.focus as string | undefined) ?? '') === code)
      .sort(
        (a, b) =>
          Number(b.values.key === true) - Number(a.values.key === true) ||
          String(a.values.code ?? '').localeCompare(String(b.values.code ?? ''), 'zh', { numeric: true }),
      ),
  }));
}
