namespace ContentApi.Tests.Growth;

/// <summary>Runs these tests alone, because other tests would slow down only one of the two measurements.</summary>
[CollectionDefinition(nameof(GrowthCollection), DisableParallelization = true)]
public sealed class GrowthCollection;
