/** Surnames in use, to tell a name from other words. Source: 《百家姓》 and the 2020 report on names of 公安部户政管理研究中心. */

/** Surnames of two characters still in use. */
export const COMPOUND_SURNAMES: ReadonlySet<string> = new Set(
  '欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 太叔 申屠 公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 子车 亓官 司寇 巫马 公西 颛孙 壤驷 公良 漆雕 乐正 宰父 谷梁 拓跋 夹谷 轩辕 令狐 段干 百里 呼延 东郭 南门 羊舌 微生 梁丘 左丘 东门 西门 第五'.split(
    ' ',
  ),
);

/** Surnames of one character. */
export const SURNAMES: ReadonlySet<string> = new Set(
  '赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊於惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘钭厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴鬱胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍却璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公仉督岳帅缑亢况郈有琴归海晋楚闫法汝鄢涂钦商牟佘佴伯赏墨哈谯笪年爱阳佟言福肖付代候覃冼揭展邸苟鹿原仝门位逢闪晨芦历凡初官撒鞏闻修侬银苑迟信蒿练邝奉粟滿禤仵蹇麦乾旷敬由占粱敏母令相肇'.match(
    /./gu,
  ),
);

/**
 * Surnames that are as often a word before another word (高质量, 向前进, 全过程): a name of three characters that begins with
 * one of them and goes on with a word of the dictionary may be no name at all.
 */
export const WORDY_SURNAMES: ReadonlySet<string> = new Set(
  '高安向和全明成常平严万通从任应经有能时都广公别关管方强富国文相修信连'.match(/./gu),
);

/** The surname that a name begins with; undefined where it begins with none. */
export function surnameOf(name: string): string | undefined {
  const [first = '', second = ''] = name;
  if ([...name].length > 2 && COMPOUND_SURNAMES.has(first + second)) return first + second;
  return SURNAMES.has(first) ? first : undefined;
}
