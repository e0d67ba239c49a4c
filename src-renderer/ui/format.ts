/** A value as a person reads it, from its field's definition. */
export { localMoment as when } from '../../src-shared/domain/dates';
export { formatValue, infoOf, optionLabel, type FieldInfo } from '../../src-shared/domain/words';
