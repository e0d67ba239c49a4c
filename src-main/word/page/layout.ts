/** What stands around the text of a paper, as plain data: whoever plans one need not load what builds it. */
import type { IsoDate } from './wording';

/** 版头. Nothing here is invented: what is absent is not printed. */
export interface LetterHead {
  /** 发文机关标志, e.g. 中共青禾县委巡察工作领导小组文件. */
  readonly mark: string;
  /** 发文字号, printed 青巡发〔2025〕14号. */
  readonly number: { readonly code: string; readonly year: number; readonly serial: number };
  /** 份号, six digits; for 涉密 papers only. */
  readonly copy?: number;
  /** 密级和保密期限 exactly as decided by a person with that authority, e.g. 秘密★1年; never a default. */
  readonly secrecy?: string;
  readonly urgency?: '特急' | '加急';
  /** 签发人: only on papers to a superior. */
  readonly signer?: string;
}

/** 版记, at the foot of the last page. */
export interface Imprint {
  readonly copiesTo: readonly string[];
  /** 印发机关. */
  readonly printer: string;
  /** 印发日期. */
  readonly printedOn: IsoDate;
}

/** B: 主体 only, the default. A: with 版头 and 版记. `letter`: 信函格式, for letters to other offices. */
export type Layout =
  | { readonly kind: 'internal'; readonly mark?: string }
  | { readonly kind: 'official'; readonly head: LetterHead; readonly imprint: Imprint }
  /** `mark`: 发文机关标志; `number`: 发文字号 as written by a person, empty where there is none. */
  | { readonly kind: 'letter'; readonly mark: string; readonly number: string };

export const INTERNAL_LAYOUT: Layout = { kind: 'internal' };
