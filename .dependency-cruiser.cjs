/**
 * The floors of the house: each may import only from the floors named here.
 * A new arrow is a design decision and needs an ADR (docs/adr/0002).
 */
const floor = (name, path, allowed, { npm = [] } = {}) => [
  {
    name: `${name}-imports-only-its-floors`,
    comment: `${name} may import: ${allowed.length ? allowed.join(', ') : 'nothing'}`,
    severity: 'error',
    from: { path },
    to: { pathNot: [path, ...allowed, '^node_modules'], dependencyTypesNot: ['core'] },
  },
  {
    name: `${name}-uses-only-its-packages`,
    comment: `${name} may use: ${npm.length ? npm.join(', ') : 'no package'}`,
    severity: 'error',
    from: { path },
    to: { path: '^node_modules', pathNot: npm.map((package_) => `^node_modules/${package_}`) },
  },
];

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'Two files that import each other are one file.',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      comment: 'A file that nothing imports earns no place.',
      from: { orphan: true, path: '^shared/' },
      to: {},
    },
    {
      name: 'no-core-modules-inside',
      severity: 'error',
      comment: 'Pure floors do no I/O.',
      from: { path: '^shared/(domain|events|messages|workflow)/' },
      to: { dependencyTypes: ['core'] },
    },
    ...floor('domain', '^shared/domain/', []),
    ...floor('events', '^shared/events/', ['^shared/domain/'], { npm: ['valibot'] }),
    ...floor('messages', '^shared/messages/', ['^shared/domain/']),
    ...floor('workflow', '^shared/workflow/', ['^shared/domain/']),
    ...floor(
      'aws',
      '^shared/aws/',
      ['^shared/(domain|events|messages)/', '^shared/workflow/(restore-|wave-)?ports\\.ts$'],
      {
        npm: ['@aws-sdk', '@smithy', '@aws-lambda-powertools/parameters', 'csv-parse'],
      },
    ),
    ...floor('runtime', '^shared/runtime/', ['^shared/', '^aws-lambda$'], {
      npm: ['@aws-sdk', '@smithy', '@middy', '@aws-lambda-powertools', '@types/aws-lambda', 'valibot'],
    }),
    ...floor('functions', '^functions/', ['^shared/(runtime|workflow|events)/'], { npm: ['@types/aws-lambda'] }),
    ...floor('cli', '^cli/', ['^shared/(domain|messages|workflow|aws)/'], {
      npm: ['@aws-sdk', '@smithy', 'commander', 'esbuild', 'valibot'],
    }),
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
    },
    doNotFollow: { path: 'node_modules' },
  },
};
