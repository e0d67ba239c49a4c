import { textBook } from '../../../src-main/clearance/secret-texts';

const SECRET = '涉嫌在灌渠整修工程发包中拆分合同、指定施工队；违反《中国共产党纪律处分条例》有关规定';
const book = textBook(
  [SECRET, '13800138000', '提醒谈话', '县水务与河湖管理局河道管护站'],
  ['县水务与河湖管理局河道管护站'],
);
const found = (text: string) => book.in(text).map(({ from, to }) => text.slice(from, to));

describe('a secret text', () => {
  it.each([
    ['whole', SECRET],
    ['in half', '经查，在灌渠整修工程发包中拆分合同的问题'],
    ['with other signs', '灌渠整修，工程发包；中（拆分）合同'],
    ['in traditional characters', '灌渠整修工程發包中拆分合同'],
    ['with zero width', '灌渠整修\u200b工程发包中拆分\u3164合同'],
    ['over lines', '灌渠整修工程\n发包中拆分合同'],
    ['as a telephone number', '电话138 0013 8000'],
  ])('is found %s', (_how, text) => {
    expect(found(text)).not.toEqual([]);
  });

  it.each([
    '灌渠整修工程发包',
    '提醒谈话3人次',
    '违反《中国共产党纪律处分条例》',
    '县水务与河湖管理局河道管护站管理混乱',
  ])('is not found in %s', (text) => {
    expect(found(text)).toEqual([]);
  });

  it('is told as far as it goes', () => {
    expect(found('经查，灌渠整修工程发包中拆分合同一事')).toEqual(['灌渠整修工程发包中拆分合同']);
  });
});
