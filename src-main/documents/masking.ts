/** Persons' names in papers for a unit: 姓某 or 姓某某, unless the leaders approved the name. */

/** Surnames of two characters still in use. */
const COMPOUND_SURNAMES = new Set(
  '欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 太叔 申屠 公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 子车 亓官 司寇 巫马 公西 颛孙 壤驷 公良 漆雕 乐正 宰父 谷梁 拓跋 夹谷 轩辕 令狐 段干 百里 呼延 东郭 南门 羊舌 微生 梁丘 左丘 东门 西门 第五'.split(
    ' ',
  ),
);

/** 张三 → 张某, 张小三 → 张某某, 欧阳修文 → 欧阳某某, 买买提·艾力 → 买某某. */
export function maskedName(name: string): string {
  const characters = [...name];
  const two = characters.slice(0, 2).join('');
  const surname = characters.length > 2 && COMPOUND_SURNAMES.has(two) ? two : (characters[0] ?? '');
  const given = characters.length - [...surname].length;
  return surname + (given <= 1 ? '某' : '某某');
}

/**
 * Masks every name of `names` in a text. The longest name that stands at a place counts; names in `approved` stay, and
 * protect what stands inside them. Names of one character are left alone.
 */
export function maskNames(text: string, names: Iterable<string>, approved: Iterable<string> = []): string {
  const kept = new Set(approved);
  const all = [...new Set([...names, ...kept])]
    .filter((name) => [...name].length >= 2)
    .sort((a, b) => b.length - a.length)
    .map((name) => name.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'));
  if (all.length === 0) return text;
  return text.replace(new RegExp(all.join('|'), 'gu'), (name) => (kept.has(name) ? name : maskedName(name)));
}
