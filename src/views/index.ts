import type { TranslationBundle } from '@jupyterlab/translation';

import type { IViewDescriptor } from '../tokens';

/** The views that come with Heapscope; their code is loaded when they are first shown. */
export function builtInViews(
  trans: TranslationBundle
): readonly IViewDescriptor[] {
  return [
    {
      id: 'timeline',
      label: trans.__('Timeline'),
      rank: 10,
      needs: ['census'],
      load: async () => (await import('./timeline')).createView
    }
  ];
}
