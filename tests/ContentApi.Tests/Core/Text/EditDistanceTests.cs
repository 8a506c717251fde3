using ContentApi.Core.Text;

namespace ContentApi.Tests.Core.Text;

public sealed class EditDistanceTests
{
    [Theory]
    [InlineData("", "", 0)]
    [InlineData("", "ab", 2)]
    [InlineData("ab", "", 2)]
    [InlineData("kitesurf", "kitesurf", 0)]
    [InlineData("kitesurf", "kitesurfs", 1)]
    [InlineData("kitesurf", "kitsurf", 1)]
    [InlineData("kitesurf", "kitezurf", 1)]
    [InlineData("kitesurf", "ktiesurf", 1)]
    [InlineData("kitesurf", "ktiesufr", 2)]
    [InlineData("ca", "abc", 3)]
    [InlineData("aa", "aa", 0)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("Kite", "kite", 1)]
    [InlineData("Zoë", "Zoe", 1)]
    public void A_transposition_counts_as_one_edit_and_no_part_is_edited_twice(string a, string b, int distance)
    {
        Assert.Equal(distance, EditDistance.Compute(a, b));
        Assert.Equal(distance, EditDistance.Compute(b, a));
    }

    [Theory]
    [InlineData("stroy", "story")]
    [InlineData("LIMIT", "limit")]
    [InlineData("topcis", "topics")]
    [InlineData("xyzzy", null)]
    [InlineData("", null)]
    public void The_nearest_name_is_suggested_in_any_case(string name, string? nearest) =>
        Assert.Equal(nearest, NameSuggester.FindNearest(name, ["story", "limit", "topics"]));

    [Fact]
    public void A_name_of_more_than_64_characters_gets_no_suggestion()
    {
        var known = new string('a', 64);

        Assert.Equal(known, NameSuggester.FindNearest(known, [known]));
        Assert.Null(NameSuggester.FindNearest(known + "a", [known + "a"]));
    }
}
