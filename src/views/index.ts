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
      // For the change of the number of objects in each run.
      needs: ['census'],
      load: async () => (await import('./timeline')).createView
    },
    {
      id: 'stack',
      label: trans.__('Stack & Heap'),
      rank: 20,
      needs: ['stack'],
      load: async () => (await import('./stack')).createView
    },
    {
      id: 'variables',
      label: trans.__('Variables'),
      rank: 30,
      // Sizes after the census: the probe walks the heap for one at a time.
      needs: ['variables', 'census', 'sizes'],
      load: async () => (await import('./variables')).createView
    },
    {
      id: 'allocations',
      label: trans.__('Allocations'),
      rank: 40,
      needs: ['allocations'],
      load: async () => (await import('./allocations')).createView
    },
    {
      id: 'collector',
      label: trans.__('Collector'),
      rank: 50,
      needs: ['collector'],
      load: async () => (await import('./collector')).createView
    }
  ];
}
