import type { TranslationBundle } from '@jupyterlab/translation';

/** Why RSS of a running cell is not known, in the words of every view. */
export function unsampledText(
  isSampled: boolean,
  trans: TranslationBundle
): string {
  return isSampled
    ? trans.__('No sample has come yet; told when the cell ends')
    : trans.__(
        'Sampling is switched off in the settings; told when the cell ends'
      );
}
