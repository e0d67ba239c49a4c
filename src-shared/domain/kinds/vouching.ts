import { defineKind, integer, text } from '../define';

/**
 * 旧记录确认: what a device had written before changes were signed stands as it was found when who looks after the people of
 * the group first opened the vault after that. The hash covers all changes before it. Written by the services, once.
 */
export const vouching = defineKind({
  kind: 'vouching',
  label: '旧记录确认',
  parents: [],
  stage: 'archive',
  fields: {
    device: text('设备标识').required().max(16),
    /** Number of its newest change then, and the hash of that. */
    n: integer('末条序号').required(),
    hash: text('末条校验值').required().max(64).span(2),
  },
  access: 'register',
  title: (v) => `旧记录确认 ${v.device ?? ''}`.trim(),
});
