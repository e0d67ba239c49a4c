/** The kinds that 今日 draws its lines from: they are told first, so that what is to be done stands at once. */
export const DESK_KINDS = [
  'workingPaper',
  'rectificationItem',
  'documentRequest',
  'clue',
  'immediateOrder',
  'inquiry',
  'team',
  'weeklyReport',
] as const;

export type DeskKind = (typeof DESK_KINDS)[number];
