namespace ContentApi.Tests.Core.Formats;

/// <summary>
/// Builds a page in the format that the publisher's site exports. Each part is a property, so a variation takes one line.
/// </summary>
internal sealed record PageBuilder
{
    public string Title { get; init; } = "The 'Quiet' Bakery: Nora Lind's Long Night";

    public string? FounderSlug { get; init; } = "nora-lind";

    public string? Date { get; init; } = "March 3, 2025";

    public string? ReadingTime { get; init; } = "8 min read";

    public string? Byline { get; init; } = "By The Morning Desk";

    public string? Dek { get; init; } = "In a cold cellar Nora Lind baked four hundred loaves that nobody had ordered.";

    public string TakeawaysHeading { get; init; } = "Key Takeaways";

    public string BulletPrefix { get; init; } = "  • ";

    public string[] ShortTakeaways { get; init; } = ["Bake before they ask; it's the smell that sells.", "A debt: the friend who wakes you early.", "Close on Mondays."];

    public string[] Body { get; init; } =
    [
        "Prologue: A \"Warm\" Wall", "The oven stood against the neighbours' wall. They never needed to heat.", "\"Are you mad?\" asked the landlord.", "Are you mad, he asked again?",
        "Act I: Flour, on Credit", "The miller gave her three weeks. She needed four.", "Epilogue: Is Bread Enough?", "It was.",
    ];

    public (string Statement, string Explanation)[] FullTakeaways { get; init; } =
    [
        ("Bake before they ask; it's the smell that sells", "People follow their nose: nobody reads a sign."),
        ("A debt: the friend who wakes you early", "It kept her punctual."),
        ("Close on Mondays", "Dough rests, and so should she."),
    ];

    public string NumberFormat { get; init; } = "  {0}. ";

    public string? ShareLine { get; init; } = "Share this story";

    public (string Title, string? Founder, string Dek, string Read)[] Cards { get; init; } =
    [
        ("The First Loaf: How Nora's Oven Began", "nora-lind", "Where it started, and why the cellar?", "Read Story11 min read"),
        ("Ten Thousand Clocks", "otto-brandt", "A watchmaker's wager. It was large.", "Read Story7 min read"),
    ];

    public string Text
    {
        get
        {
            List<string?> lines = [Title, FounderSlug, "", Title, "", Date, ReadingTime, Byline, Dek, ""];
            if (ShortTakeaways.Length > 0)
            {
                lines.AddRange([TakeawaysHeading, "", .. ShortTakeaways.Select(text => BulletPrefix + text), ""]);
            }

            lines.AddRange(Body.SelectMany(paragraph => new[] { paragraph, "" }));
            if (FullTakeaways.Length > 0)
            {
                lines.AddRange(["", TakeawaysHeading, "", .. FullTakeaways.Select((full, index) => string.Format(null, NumberFormat, index + 1) + $"{full.Statement}: {full.Explanation}"), ""]);
            }

            lines.AddRange([ShareLine, ""]);
            if (Cards.Length > 0)
            {
                lines.AddRange(["Continue Your Journey", "", "More stories that shaped the entrepreneurial world", ""]);
                lines.AddRange(Cards.SelectMany(card => new[] { card.Title, card.Founder, "", card.Title, "", card.Dek, "", card.Read }));
            }

            return string.Join('\n', lines.OfType<string>());
        }
    }
}
