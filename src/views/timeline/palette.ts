/** Colours and fonts of the chart, as the theme has them; a canvas knows no CSS variables. */
export interface Palette {
  readonly line: string;
  readonly brandText: string;
  readonly peak: string;
  readonly limit: string;
  readonly limitText: string;
  readonly gc: string;
  readonly band: string;
  readonly grid: string;
  readonly text: string;
  readonly muted: string;
  readonly font: string;
  readonly codeFont: string;
  readonly boldFont: string;
}

const VARIABLES = {
  line: '--jp-brand-color1',
  brandText: '--jp-heapscope-text-brand',
  peak: '--jp-warn-color1',
  limit: '--jp-error-color1',
  limitText: '--jp-heapscope-text-bad',
  gc: '--jp-info-color1',
  band: '--jp-layout-color2',
  grid: '--jp-border-color2',
  text: '--jp-ui-font-color1',
  muted: '--jp-heapscope-text-muted'
};

/** Read the palette that holds for an element; cheap enough for each drawing, so that no theme is missed. */
export function paletteOf(element: HTMLElement): Palette {
  const style = getComputedStyle(element);
  const read = (variable: string): string =>
    style.getPropertyValue(variable).trim();
  const family = read('--jp-ui-font-family') || 'sans-serif';
  const codeFamily = read('--jp-code-font-family') || 'monospace';
  const colours = Object.fromEntries(
    Object.entries(VARIABLES).map(([name, variable]) => [name, read(variable)])
  ) as Record<keyof typeof VARIABLES, string>;
  return {
    ...colours,
    font: `11px ${family}`,
    boldFont: `600 12px ${family}`,
    codeFont: `600 11px ${codeFamily}`
  };
}
