/**
 * Which font each role is written in. A Word file names one font per script and has no fallback list, so the choice is
 * made here, at export (domain.md §3.5).
 */
import type { Coverage } from './text';

/** The fonts of one export. The names are those of the target computer. */
export interface FontPlan {
  /** 小标宋: title and issuer's mark. */
  readonly title: string;
  /** What the title font has; the rest of a title is set in `rare`. */
  readonly titleCoverage: Coverage;
  readonly fangSong: string;
  readonly kaiTi: string;
  readonly simHei: string;
  readonly song: string;
  /** Latin letters and digits; absent: the same font as the hanzi beside them. */
  readonly latin?: string;
  /** Hanzi outside GBK in the basic plane (㛃 䶮). */
  readonly rare: string;
  /** Hanzi of the supplementary planes. */
  readonly rareSupplementary: string;
}

/** A Chinese Windows with 方正小标宋简体, as most offices have it. */
export const DEFAULT_FONTS: FontPlan = {
  title: '方正小标宋简体',
  titleCoverage: 'gb2312',
  fangSong: 'FangSong',
  kaiTi: 'KaiTi',
  simHei: 'SimHei',
  song: 'SimSun',
  rare: 'SimSun',
  rareSupplementary: 'SimSun-ExtB',
};

const WANTED = {
  title: ['方正小标宋_GBK', '方正小标宋简体', 'STZhongsong', '华文中宋', 'SimSun'],
  fangSong: ['仿宋_GB2312', 'FangSong', '仿宋', 'STFangsong', '华文仿宋', '方正仿宋_GBK', 'SimSun'],
  kaiTi: ['楷体_GB2312', 'KaiTi', '楷体', 'STKaiti', '华文楷体', '方正楷体_GBK', 'SimSun'],
  simHei: ['SimHei', '黑体', 'Microsoft YaHei', '方正黑体_GBK', 'SimSun'],
  song: ['SimSun', '宋体', '方正书宋_GBK'],
} as const;

export interface FontChoice {
  readonly plan: FontPlan;
  /** Chinese sentences for the user: which standard font was missing and what is used in its place. */
  readonly substitutions: readonly string[];
}

const ROLE_NAMES = {
  title: '小标宋',
  fangSong: '仿宋',
  kaiTi: '楷体',
  simHei: '黑体',
  song: '宋体',
} as const;
/** How many of the first names in each list count as the standard's own font. */
const STANDARD = { title: 2, fangSong: 3, kaiTi: 3, simHei: 2, song: 2 } as const;

/** Picks, for each role, the first font of the list in domain.md §3.5 that the computer has. */
export function resolveFonts(installed: Iterable<string>): FontChoice {
  const known = new Set(installed);
  const substitutions: string[] = [];
  const pick = (role: keyof typeof WANTED): string => {
    const names: readonly string[] = WANTED[role];
    const index = names.findIndex((name) => known.has(name));
    if (index < 0) {
      substitutions.push(
        `本机没有${ROLE_NAMES[role]}字体，文件中仍写“${DEFAULT_FONTS[role]}”，请在装有该字体的电脑上打印。`,
      );
      return DEFAULT_FONTS[role];
    }
    const name = names[index] ?? DEFAULT_FONTS[role];
    if (index >= STANDARD[role]) substitutions.push(`本机没有${ROLE_NAMES[role]}字体，已改用“${name}”。`);
    return name;
  };
  const title = pick('title');
  return {
    plan: {
      ...DEFAULT_FONTS,
      title,
      titleCoverage: title === '方正小标宋简体' ? 'gb2312' : 'gbk',
      fangSong: pick('fangSong'),
      kaiTi: pick('kaiTi'),
      simHei: pick('simHei'),
      song: pick('song'),
    },
    substitutions,
  };
}
