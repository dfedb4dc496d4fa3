/** Rooms in order: each may import the rooms that it is listed with, and itself. */
const mayImport = {
  base: [],
  datasets: ['base'],
  lake: ['base', 'datasets'],
  ingestion: ['base', 'datasets'],
  query: ['base', 'datasets'],
  legacy: ['base', 'datasets'],
  analytics: ['base', 'datasets', 'lake', 'query'],
  runtime: ['base', 'datasets', 'lake', 'ingestion', 'query', 'legacy', 'analytics'],
  web: ['base', 'datasets', 'lake', 'query', 'analytics', 'runtime'],
  infra: ['base', 'datasets', 'lake', 'query', 'ingestion', 'analytics'],
  cli: ['base', 'datasets', 'lake', 'ingestion', 'query', 'legacy', 'analytics', 'runtime', 'web'],
};
const rooms = Object.keys(mayImport);

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...Object.entries(mayImport).map(([room, others]) => ({
      name: `directions-${room}`,
      comment: `${room}/ may import ${others.join(', ') || 'no other room'}`,
      severity: /** @type {const} */ ('error'),
      from: { path: `^${room}/` },
      to: {
        path: `^(${[...rooms.filter((other) => other !== room && !others.includes(other)), 'test'].join('|')})/`,
      },
    })),
    {
      name: 'no-cycles',
      comment: 'what imports itself in a circle cannot be understood alone',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'resolvable',
      comment: 'an import leads to a file or to an installed package',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'declared',
      comment:
        'a package that runs in a room is a dependency of its own, never a development tool or a lucky find',
      severity: 'error',
      // The page of the portal is bundled: what it uses is no dependency of the program.
      // The app of the cloud half is run by whoever deploys, from a clone.
      from: { path: `^(${rooms.join('|')})/`, pathNot: '^(web/portal|infra)/' },
      // Of the SDK of QuickSight only types are used: it is 15 MB that the program would never load.
      to: {
        dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'],
        pathNot: '^node_modules/@(types|aws-sdk/client-quicksight)/',
      },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // It does not read JSX: for the components of the page biome.json has the rule.
    exclude: { path: '^web/portal/dist/|[.]tsx$' },
    includeOnly: { path: `^(${rooms.join('|')}|test|node_modules)/` },
    parser: 'swc',
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
