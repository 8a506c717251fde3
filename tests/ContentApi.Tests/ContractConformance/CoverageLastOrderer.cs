using ContentApi.Tests.ContractConformance;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(CoverageLastOrderer))]

namespace ContentApi.Tests.ContractConformance;

/// <summary>Runs <see cref="CoverageTests"/> after all other collections that run alone. By default, a hash determines their order.</summary>
public sealed class CoverageLastOrderer : ITestCollectionOrderer
{
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderBy(collection => collection.TestCollectionDisplayName == CoverageTests.Last)];
}
