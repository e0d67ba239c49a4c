/**
 * The look: neutral greys, an ink blue for what can be acted on, and one deep red kept for the mark of the product,
 * the page one is on and the one main button of a screen, so that red in a table still means “late”.
 */
import { theme, type ThemeConfig } from 'antd';

const FONTS =
  '"Microsoft YaHei UI", "Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Micro Hei", system-ui, sans-serif';

const shared: NonNullable<ThemeConfig['token']> = {
  fontFamily: FONTS,
  fontSize: 15,
  fontSizeHeading4: 20,
  fontSizeHeading5: 16,
  controlHeight: 36,
  controlHeightSM: 32,
  controlHeightLG: 42,
  borderRadius: 6,
  lineWidthFocus: 2,
  motionDurationMid: '0.12s',
  motionDurationSlow: '0.16s',
};

/**
 * The tokens of what is coloured by a meaning: its ground, the ground under the mouse, its border, and its words, which are
 * to be read on that ground and on the sheet (at least 4.5 : 1, WCAG 2.1 § 1.4.3).
 */
function tints(
  name: 'primary' | 'info' | 'success' | 'warning' | 'error',
  [bg, hover, border, text]: readonly [string, string, string, string],
) {
  const word = name.charAt(0).toUpperCase() + name.slice(1);
  return {
    [`color${word}Bg`]: bg,
    [`color${word}BgHover`]: hover,
    [`color${word}Border`]: border,
    [`color${word}Text`]: text,
  };
}

/** The tokens of an ordinary button under the mouse and pressed: red is for the one main button. */
function quiet(hover: string, active: string) {
  return {
    defaultHoverColor: hover,
    defaultHoverBorderColor: hover,
    defaultActiveColor: active,
    defaultActiveBorderColor: active,
  };
}

const light: ThemeConfig = {
  algorithm: theme.defaultAlgorithm,
  token: {
    ...shared,
    colorPrimary: '#2b5278',
    colorInfo: '#2b5278',
    colorLink: '#2b5278',
    colorLinkHover: '#1f3d5a',
    // The name of a filter stands in its placeholder, the use of a page in the words of an empty list: both are to be read.
    colorTextPlaceholder: '#6b7077',
    colorTextTertiary: '#646970',
    // What is held fast is read as much as what can be written.
    colorTextDisabled: '#646970',
    colorError: '#c02a1c',
    colorWarning: '#b26a00',
    colorSuccess: '#2f7d4f',
    colorTextBase: '#1d2126',
    colorBgLayout: '#f4f3f0',
    colorBorder: '#cfccc5',
    colorBorderSecondary: '#e6e3dd',
    // The algorithm greys the tints of colours as quiet as these: they are given.
    ...tints('primary', ['#e9eff5', '#dbe6f0', '#b9cbdc', '#2b5278']),
    ...tints('info', ['#e9eff5', '#dbe6f0', '#b9cbdc', '#2b5278']),
    ...tints('success', ['#e8f3ec', '#d9ebe0', '#b4d5c1', '#2a6e46']),
    ...tints('warning', ['#fdf3e0', '#fae8c6', '#ecd3a3', '#8a5200']),
    ...tints('error', ['#fbeae8', '#f7dad6', '#e9b6b0', '#b3261c']),
  },
  components: {
    Button: {
      colorPrimary: '#a8201a',
      colorPrimaryHover: '#bd3129',
      colorPrimaryActive: '#8d1712',
      ...quiet('#2b5278', '#1f3d5a'),
      primaryShadow: 'none',
      defaultShadow: 'none',
      dangerShadow: 'none',
    },
  },
};

const dark: ThemeConfig = {
  algorithm: theme.darkAlgorithm,
  token: {
    ...shared,
    colorPrimary: '#6f9cc9',
    colorInfo: '#6f9cc9',
    colorLink: '#8db4dc',
    colorLinkHover: '#b3cdea',
    colorTextPlaceholder: '#8f9297',
    colorTextTertiary: '#989ba0',
    colorTextDisabled: '#989ba0',
    colorError: '#e5675a',
    colorWarning: '#d9a13b',
    colorSuccess: '#5fae80',
    colorTextBase: '#eceae6',
    colorBgBase: '#1a1b1d',
    colorBgLayout: '#141517',
    colorBgContainer: '#1e2022',
    colorBgElevated: '#26282b',
    colorBorder: '#45484d',
    colorBorderSecondary: '#313438',
    ...tints('primary', ['#22303d', '#2a3c4d', '#3a536b', '#8db4dc']),
    ...tints('info', ['#22303d', '#2a3c4d', '#3a536b', '#8db4dc']),
    ...tints('success', ['#1d3126', '#24402f', '#345c45', '#7fc79c']),
    ...tints('warning', ['#382d18', '#46381e', '#66522b', '#e6b75c']),
    ...tints('error', ['#3b2321', '#4a2b28', '#6e3e39', '#f08a7f']),
  },
  components: {
    Button: {
      colorPrimary: '#b83a31',
      colorPrimaryHover: '#c94b41',
      colorPrimaryActive: '#a12d25',
      ...quiet('#8db4dc', '#6f9cc9'),
      primaryShadow: 'none',
      defaultShadow: 'none',
      dangerShadow: 'none',
      primaryColor: '#fff',
    },
    Tabs: { itemSelectedColor: '#8db4dc', itemHoverColor: '#b3cdea' },
  },
};

export const themes: Readonly<Record<'light' | 'dark', ThemeConfig>> = { light, dark };
