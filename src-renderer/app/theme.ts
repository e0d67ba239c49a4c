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

/** The tokens for the ground, the ground under the mouse and the border of what is coloured by a meaning. */
function tints(
  name: 'primary' | 'info' | 'success' | 'warning' | 'error',
  bg: string,
  hover: string,
  border: string,
) {
  const word = name.charAt(0).toUpperCase() + name.slice(1);
  return { [`color${word}Bg`]: bg, [`color${word}BgHover`]: hover, [`color${word}Border`]: border };
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
    // The name of a filter stands in its placeholder: it is to be read.
    colorTextPlaceholder: '#858a92',
    colorError: '#c02a1c',
    colorWarning: '#b26a00',
    colorSuccess: '#2f7d4f',
    colorTextBase: '#1d2126',
    colorBgLayout: '#f4f3f0',
    colorBorder: '#cfccc5',
    colorBorderSecondary: '#e6e3dd',
    // The algorithm greys the tints of colours as quiet as these: they are given.
    ...tints('primary', '#e9eff5', '#dbe6f0', '#b9cbdc'),
    ...tints('info', '#e9eff5', '#dbe6f0', '#b9cbdc'),
    ...tints('success', '#e8f3ec', '#d9ebe0', '#b4d5c1'),
    ...tints('warning', '#fdf3e0', '#fae8c6', '#ecd3a3'),
    ...tints('error', '#fbeae8', '#f7dad6', '#e9b6b0'),
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
    colorTextPlaceholder: '#85888d',
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
    ...tints('primary', '#22303d', '#2a3c4d', '#3a536b'),
    ...tints('info', '#22303d', '#2a3c4d', '#3a536b'),
    ...tints('success', '#1d3126', '#24402f', '#345c45'),
    ...tints('warning', '#382d18', '#46381e', '#66522b'),
    ...tints('error', '#3b2321', '#4a2b28', '#6e3e39'),
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
  },
};

export const themes: Readonly<Record<'light' | 'dark', ThemeConfig>> = { light, dark };
