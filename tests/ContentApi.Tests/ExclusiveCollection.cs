namespace ContentApi.Tests;

/// <summary>Runs its tests while no other test runs, which would distort their measurements.</summary>
[CollectionDefinition(nameof(ExclusiveCollection), DisableParallelization = true)]
public sealed class ExclusiveCollection;
