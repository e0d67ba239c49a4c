/** Who reads what leaves the vault, as the log of exports says it. */
export const AUDIENCES = {
  /** The inspected unit. */
  unit: '被巡察单位',
  /** The group and 巡察办. */
  internal: '巡察组内部',
  /** 领导小组 and above. */
  leaders: '领导小组',
  /** One person outside the group who reads and signs his own record. */
  signer: '签字人',
  /** Everybody who gets an empty questionnaire. */
  respondents: '答卷人',
  /** A department that is asked for something. */
  department: '有关部门',
  /** Everybody: what is put up in the unit and published. */
  public: '社会公众',
} as const;
export type Audience = keyof typeof AUDIENCES;
