import { DEFAULT_SETTINGS, SETTING_RANGES } from '../../model/settings';

interface Schema {
  properties: Record<
    string,
    { default: unknown; title?: string; minimum?: number; maximum?: number }
  >;
}

describe('schema/plugin.json', () => {
  const schema = jest.requireActual<Schema>('../../../schema/plugin.json');

  it('has each setting of the model, with the same default', () => {
    const defaults = Object.fromEntries(
      Object.entries(schema.properties).map(([name, { default: standard }]) => [
        name,
        standard
      ])
    );
    expect(defaults).toEqual(DEFAULT_SETTINGS);
  });

  it('allows the same figures as the model', () => {
    const ranges = Object.entries(schema.properties)
      .filter(([, { default: standard }]) => typeof standard === 'number')
      .map(([name, { minimum, maximum }]) => [name, [minimum, maximum]]);
    expect(Object.fromEntries(ranges)).toEqual(SETTING_RANGES);
  });

  it('has a title for each', () => {
    const untitled = Object.entries(schema.properties).filter(
      ([, property]) => !property.title
    );
    expect(untitled).toEqual([]);
  });
});
