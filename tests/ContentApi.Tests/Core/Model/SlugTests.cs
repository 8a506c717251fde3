using ContentApi.Core.Model;
using CsCheck;

namespace ContentApi.Tests.Core.Model;

public sealed class SlugTests
{
    [Theory]
    [InlineData("'Are You OK?': A Long Way Up", "are-you-ok-a-long-way-up")]
    [InlineData("The Founder’s Second Act", "the-founders-second-act")]
    [InlineData("Crème brûlée & Straße", "creme-brulee-strasse")]
    [InlineData("  --Already--a--slug--  ", "already-a-slug")]
    [InlineData("雷军的故事", "lei-jun-de-gu-shi")]
    [InlineData("Война и мир", "voyna-i-mir")]
    [InlineData("ｆｕｌｌ　ｗｉｄｔｈ ②", "full-width-2")]
    [InlineData("100% pure_joy", "100-pure-joy")]
    [InlineData("?!…", "")]
    public void Creates_a_slug_from_a_title(string title, string slug) => Assert.Equal(slug, Slug.From(title));

    [Theory]
    [InlineData("C++", "c-plus-plus")]
    [InlineData("c#", "c-sharp")]
    [InlineData("C", "c")]
    [InlineData("F#", "f-sharp")]
    [InlineData(".NET", "dot-net")]
    [InlineData("Node.js", "node-js")]
    [InlineData("Modern C++ Design", "modern-c-plus-plus-design")]
    [InlineData("王伟", "wang-wei")]
    [InlineData("?!", "topic")]
    public void Creates_a_slug_from_a_name(string name, string slug) => Assert.Equal(slug, Slug.FromName(name, fallback: "topic"));

    [Fact]
    public void The_slug_of_a_name_leaves_room_for_a_suffix() =>
        Gen.String.Select(name => Slug.FromName(name, fallback: "topic")).Sample(slug => Slug.IsValid($"{slug}-999999999"));

    [Fact]
    public void Every_text_yields_a_valid_slug_or_an_empty_string() =>
        Gen.String.Select(Slug.From).Sample(slug => slug.Length == 0 || Slug.IsValid(slug));

    [Theory]
    [InlineData("lei-jun", true)]
    [InlineData("lei-jun\n", false)]
    [InlineData("lei--jun", false)]
    [InlineData("Lei-Jun", false)]
    [InlineData("-lei", false)]
    [InlineData("", false)]
    public void Validates_slugs(string text, bool valid) => Assert.Equal(valid, Slug.IsValid(text));

    [Fact]
    public void The_slug_of_a_slug_is_itself() =>
        Gen.String.Select(Slug.From).Sample(slug => Slug.From(slug) == slug);

    [Fact]
    public void A_title_over_the_limit_is_truncated_between_words()
    {
        var slug = Slug.From(string.Concat(Enumerable.Repeat("eleven letter ", 40)));

        Assert.True(slug.Length <= Slug.MaxLength);
        Assert.All(slug.Split('-'), word => Assert.Contains(word, new[] { "eleven", "letter" }));
    }
}
