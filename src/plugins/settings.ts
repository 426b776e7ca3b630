import type { JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { Token } from '@lumino/coreutils';

import { SettingsModel } from '../model/settings';

/** The user's settings of Heapscope; defaults until they are loaded. */
export type ISettings = SettingsModel;

export const ISettings = new Token<ISettings>(
  'jupyterlab-heapscope:ISettings',
  'The user’s settings of Heapscope.'
);

/** Also the name of schema/plugin.json. */
const ID = 'jupyterlab-heapscope:plugin';

/** Keeps the settings model as the user has it in the settings editor. */
export const settings: JupyterFrontEndPlugin<ISettings> = {
  id: ID,
  description: 'The settings of Heapscope.',
  autoStart: true,
  optional: [ISettingRegistry],
  provides: ISettings,
  activate: async (
    _,
    registry: ISettingRegistry | null
  ): Promise<ISettings> => {
    const model = new SettingsModel();
    try {
      const loaded = await registry?.load(ID);
      const update = () => model.update(loaded?.composite ?? {});
      loaded?.changed.connect(update);
      update();
    } catch (reason) {
      // eslint-disable-next-line no-console -- the defaults do; whoever wonders finds why here.
      console.warn('Heapscope goes by its default settings:', reason);
    }
    return model;
  }
};
