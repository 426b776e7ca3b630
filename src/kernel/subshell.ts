import type { Kernel } from '@jupyterlab/services';

/** What JupyterLab 4.4 and later know of subshells. */
type WithSubshells = Pick<
  Kernel.IKernelConnection,
  | 'supportsSubshells'
  | 'requestCreateSubshell'
  | 'requestDeleteSubshell'
  | 'requestListSubshell'
> & { readonly commsOverSubshells?: string };

/**
 * A thread of the kernel that answers while a cell runs.
 *
 * @param kernel - Its `info` must have come.
 * @param known - A subshell that this page may have made before it was reloaded.
 * @returns Its id, or null where the kernel or JupyterLab has none, or the user switched comms over subshells off.
 */
export async function openSubshell(
  kernel: Kernel.IKernelConnection,
  known: string | null
): Promise<string | null> {
  const { supportsSubshells, commsOverSubshells }: Partial<WithSubshells> =
    kernel;
  if (!supportsSubshells || commsOverSubshells === 'disabled') {
    return null;
  }
  if (known !== null) {
    const listed = await kernel.requestListSubshell({}).done;
    if (listed.content.subshell_id.includes(known)) {
      return known;
    }
  }
  return (await kernel.requestCreateSubshell({}).done).content.subshell_id;
}

/** Give a subshell back; resolves when the kernel knows, or is gone. */
export async function closeSubshell(
  kernel: Kernel.IKernelConnection,
  id: string
): Promise<void> {
  if (!kernel.isDisposed && kernel.status !== 'dead') {
    await kernel
      .requestDeleteSubshell({ subshell_id: id }, true)
      .done.catch(() => undefined);
  }
}
