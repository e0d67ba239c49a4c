import { choice, defineKind, flag, integer, text, type Issue } from '../define';
import { DICTIONARY_NAMES } from '../dictionaries';

/**
 * 字典条目: how one round words an entry of a dictionary, or an entry of its own. A round that says nothing has the
 * built-in words; what it says stands with it, so that an old round keeps its words (domain.md §0.1, addendum §6.0 row 5).
 */
export const dictionaryEntry = defineKind({
  kind: 'dictionaryEntry',
  label: '字典条目',
  parents: ['round'],
  stage: 'prepare',
  fields: {
    dictionary: choice('字典', DICTIONARY_NAMES).required().fixed(),
    /** What records hold: given once, never changed, whatever the words become. */
    entryCode: text('编码').required().max(100).fixed(),
    label: text('正式表述').required().max(100).span(2),
    short: text('表格用简称').max(30).help('表格的窄栏里用；不填则用正式表述'),
    position: integer('次序'),
    hidden: flag('停用').help('不再供选择；已用过的记录照旧显示'),
  },
  columns: ['dictionary', 'label', 'short', 'hidden'],
  rules: [
    (v, entity, { children }) => {
      const issues: Issue[] = [];
      const same = (entity.parent === null ? [] : children(entity.parent, 'dictionaryEntry')).filter(
        (other) => other.id !== entity.id && other.values.dictionary === v.dictionary,
      );
      if (v.label && same.some((other) => other.values.label === v.label)) {
        issues.push({ field: 'label', level: 'error', message: `本轮字典里已有“${v.label}”，请换一个表述` });
      }
      return issues;
    },
  ],
  access: 'setup',
  title: (v) => v.label ?? '未填表述',
});
