import { defineKind, flag, text } from '../define';

/** 电脑: one laptop of the group, by what it signs and is sent packets with. Written by the services only. */
export const laptop = defineKind({
  kind: 'laptop',
  label: '电脑',
  parents: [],
  stage: 'archive',
  fields: {
    name: text('名称').required().max(20).help('如“1号机”'),
    /** Stands in the paper numbers that are given on it; empty while the group has one laptop. */
    letter: text('编号字母').max(2),
    /** Under which it writes changes (16 hex digits); a restore gives it another one. */
    device: text('设备标识').max(16),
    /** Ed25519 and X25519, 32 bytes each in hex. */
    signKey: text('签名公钥').max(64).span(2),
    boxKey: text('收件公钥').max(64).span(2),
    struckOff: flag('已注销'),
  },
  sets: { users: '使用人' },
  columns: ['name', 'letter', 'device', 'struckOff'],
  access: 'register',
  title: (v) => v.name ?? '未命名电脑',
});
