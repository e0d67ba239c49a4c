import { choice, defineKind, flag, reference, text } from '../define';
import { ROLE_LABELS } from '../roles';

/**
 * 使用者: who belongs to the group, in which role, and by which keys he is known to every laptop of it. Its id is the user's
 * id; removed is who left. Written by the services when the people of a vault change (services/accounts.ts).
 */
export const account = defineKind({
  kind: 'account',
  label: '使用者',
  parents: [],
  stage: 'archive',
  fields: {
    name: text('姓名').required().max(40).names('staff'),
    role: choice('角色', ROLE_LABELS).required(),
    member: reference('关联组员', 'member'),
    /** Ed25519, 32 bytes in hex: what he signs with. An earlier one still counts for what he signed with it. */
    signKey: text('签名公钥').max(64).span(2),
    /** X25519, 32 bytes in hex: what is sealed for him. */
    boxKey: text('收件公钥').max(64).span(2),
    holdsClues: flag('持有线索钥匙'),
  },
  columns: ['name', 'role', 'member', 'holdsClues'],
  access: 'register',
  title: (v) => v.name ?? '未填姓名',
});
