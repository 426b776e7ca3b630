import type { TranslationBundle } from '@jupyterlab/translation';

import type { Variable } from '../../protocol';

export type NameGroup = Variable['group'];

/** Groups of names that one would hide, with their labels. */
export function hideableGroups(
  trans: TranslationBundle
): readonly { readonly group: NameGroup; readonly label: string }[] {
  return [
    { group: 'module', label: trans.__('modules') },
    { group: 'function', label: trans.__('functions') },
    { group: 'class', label: trans.__('classes') },
    { group: 'ipython', label: trans.__('IPython') }
  ];
}

/** `modules, IPython’s own`. */
export function groupsText(
  groups: readonly NameGroup[],
  trans: TranslationBundle
): string {
  return hideableGroups(trans)
    .filter(one => groups.includes(one.group))
    .map(one => one.label)
    .join(', ');
}
