/** How the controls of antd look: the sizes of the house, and its colours (ui/tokens.ts) by antd's names. */
import { theme, type ThemeConfig } from 'antd';
import { colour, FONTS, type Colour, type Mode } from '../ui/tokens';

const SIZES: NonNullable<ThemeConfig['token']> = {
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

/** What is coloured by a meaning: its ground, the ground under the mouse, its border, and its words. */
const TINTS = {
  Primary: ['ink-soft', 'ink-soft-hover', 'ink-line', 'ink'],
  Info: ['ink-soft', 'ink-soft-hover', 'ink-line', 'ink'],
  Success: ['calm-bg', 'calm-hover', 'calm-line', 'calm'],
  Warning: ['soon-bg', 'soon-hover', 'soon-line', 'soon'],
  Error: ['late-bg', 'late-hover', 'late-line', 'late'],
} as const satisfies Readonly<Record<string, readonly [Colour, Colour, Colour, Colour]>>;

/** The algorithm greys the tints of colours as quiet as these: they are given. */
function tints(mode: Mode): NonNullable<ThemeConfig['token']> {
  return Object.fromEntries(
    Object.entries(TINTS).flatMap(([word, [bg, hover, border, text]]) => [
      [`color${word}Bg`, colour(bg, mode)],
      [`color${word}BgHover`, colour(hover, mode)],
      [`color${word}Border`, colour(border, mode)],
      [`color${word}Text`, colour(text, mode)],
    ]),
  );
}

function themeOf(mode: Mode): ThemeConfig {
  const of = (name: Colour): string => colour(name, mode);
  return {
    algorithm: mode === 'light' ? theme.defaultAlgorithm : theme.darkAlgorithm,
    token: {
      ...SIZES,
      colorPrimary: of('ink-control'),
      colorInfo: of('ink-control'),
      colorLink: of('ink'),
      colorLinkHover: of('ink-hover'),
      // The name of a filter stands in its placeholder, the use of a page in the words of an empty list: both are to be read.
      colorTextPlaceholder: of('placeholder'),
      colorTextTertiary: of('text-3'),
      // What is held fast is read as much as what can be written.
      colorTextDisabled: of('text-3'),
      colorError: of('error'),
      colorWarning: of('warning'),
      colorSuccess: of('success'),
      colorTextBase: of('text'),
      colorBgBase: of('base'),
      colorBgLayout: of('bg'),
      colorBgContainer: of('sheet'),
      colorBgElevated: of('raised'),
      colorBorder: of('line-strong'),
      colorBorderSecondary: of('line-soft'),
      ...tints(mode),
    },
    components: {
      // An ordinary button turns to ink under the mouse: red is for the one main button.
      Button: {
        colorPrimary: of('main'),
        colorPrimaryHover: of('main-hover'),
        colorPrimaryActive: of('main-active'),
        primaryColor: of('on-main'),
        defaultHoverColor: of('ink'),
        defaultHoverBorderColor: of('ink'),
        defaultActiveColor: of('ink-pressed'),
        defaultActiveBorderColor: of('ink-pressed'),
        primaryShadow: 'none',
        defaultShadow: 'none',
        dangerShadow: 'none',
      },
      Tabs: { itemSelectedColor: of('ink'), itemHoverColor: of('ink-hover') },
    },
  };
}

export const themes: Readonly<Record<Mode, ThemeConfig>> = { light: themeOf('light'), dark: themeOf('dark') };
