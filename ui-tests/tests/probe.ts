import type { KernelTruth } from './kernel';

/** What is left of the probe in a kernel. */
export interface IProbeRemains {
  readonly modules: number;
  readonly hooks: number;
  readonly gcCallbacks: number;
  readonly threads: number;
  readonly finders: number;
  readonly commTargets: number;
}

/** Everything of the probe that the kernel has, asked of the kernel itself. */
export function probeRemains(kernel: KernelTruth): Promise<IProbeRemains> {
  const ours = (objects: string, text: string) =>
    `sum('heapscope' in ${text} for it in ${objects})`;
  const owner =
    "(str(getattr(it, '__module__', '')) + str(type(getattr(it, '__self__', it))))";
  return kernel.value<IProbeRemains>(
    `{
      'modules': ${ours("list(__import__('sys').modules)", 'it')},
      'hooks': ${ours('[f for fs in get_ipython().events.callbacks.values() for f in fs]', owner)},
      'gcCallbacks': ${ours("__import__('gc').callbacks", owner)},
      'threads': ${ours("__import__('threading').enumerate()", '(it.name + str(type(it)))')},
      'finders': ${ours("__import__('sys').meta_path", owner)},
      'commTargets': ${ours('get_ipython().kernel.comm_manager.targets', 'it')}
    }`.replace(/\s+/g, ' ')
  );
}

/** A kernel that has never seen the probe, or from which it has taken itself back. */
export const NOTHING: IProbeRemains = {
  modules: 0,
  hooks: 0,
  gcCallbacks: 0,
  threads: 0,
  finders: 0,
  commTargets: 0
};
