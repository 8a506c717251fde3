using ContentApi.Core.Model;

namespace ContentApi.Tests.Core.Model;

public sealed class NameFoldingTests
{
    [Theory]
    [InlineData("Zoë", "ZOE\u0308")]
    [InlineData("Straße", "STRASSE")]
    [InlineData("ΝΙΚΟΣ", "νικος")]
    [InlineData(" Lei Jun ", "lei jun")]
    public void Names_that_differ_in_case_or_normalization_are_the_same(string name, string other) => Assert.Equal(NameFolding.Fold(name), NameFolding.Fold(other));

    [Theory]
    [InlineData("王伟", "汪威")]
    [InlineData("C", "C++")]
    [InlineData("C", "C#")]
    [InlineData("Zoë", "Zoe")]
    [InlineData("Lei Jun", "Lei-Jun")]
    public void Names_that_only_have_the_same_slug_are_different(string name, string other) => Assert.NotEqual(NameFolding.Fold(name), NameFolding.Fold(other));

    /// <summary>Founders and topics are looked up by their sort keys before their names are compared.</summary>
    [Theory]
    [InlineData("Zoë", "ZOE\u0308")]
    [InlineData("Straße", "STRASSE")]
    [InlineData("ΝΙΚΟΣ", "νικος")]
    public void Equal_names_have_equal_sort_keys(string name, string other) => Assert.Equal(SortKey.From(name), SortKey.From(other));
}
