using System.Text.Json;
using ContentApi.ChangeLog;
using ContentApi.Core.Model;

namespace ContentApi.Tests.Core.Model;

public sealed class EnumNamesTests
{
    [Fact]
    public void All_returns_the_names_in_the_order_of_the_declaration()
    {
        Assert.Equal(["-publishedAt", "publishedAt", "title", "readingMinutes"], EnumNames.All<StoryOrder>());
    }

    [Fact]
    public void A_name_parses_to_its_value_and_is_case_sensitive()
    {
        Assert.Equal(StoryOrder.NewestFirst, EnumNames.Parse<StoryOrder>("-publishedAt"));
        Assert.All(Enum.GetValues<LibraryChangeOperation>(), value => Assert.Equal(value, EnumNames.Parse<LibraryChangeOperation>(value.GetName())));
        Assert.Throws<KeyNotFoundException>(() => EnumNames.Parse<Scope>("Read"));
        Assert.Equal(BodyFormat.None, EnumNames.ParseOrDefault(null, BodyFormat.None));
    }

    [Fact]
    public void A_name_is_the_one_in_json()
    {
        Assert.All(Enum.GetValues<Scope>(), AssertSameAsJson);
        Assert.All(Enum.GetValues<StoryStatus>(), AssertSameAsJson);
        Assert.All(Enum.GetValues<RecommendationSource>(), AssertSameAsJson);
        Assert.All(Enum.GetValues<DraftState>(), AssertSameAsJson);
        Assert.All(Enum.GetValues<ChangeOperation>(), AssertSameAsJson);
        Assert.All(Enum.GetValues<TextFormat>(), AssertSameAsJson);
    }

    private static void AssertSameAsJson<T>(T value)
        where T : struct, Enum => Assert.Equal($"\"{value.GetName()}\"", JsonSerializer.Serialize(value));
}
