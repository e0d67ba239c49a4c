/** Counts what the guards refuse, by guard: shown in 关于, checked by the tests. Keeps no addresses and no content. */
export interface Refusals {
  network: number;
  navigation: number;
  permission: number;
  sender: number;
}

export function noRefusals(): Refusals {
  return { network: 0, navigation: 0, permission: 0, sender: 0 };
}
