using ContentApi.Core.Formats.Body;
using ContentApi.Core.Model;

namespace ContentApi.Core.Formats.PageText;

/// <summary>
/// Reads the recommendation cards in the section "Continue Your Journey" at the end of a page. A card starts with its title, followed by
/// the founder's slug, the title again, the dek and "Read Story". Each part after the title may be missing, as long as the start or the end
/// of the card is recognizable. Lines that belong to no card are passed to <paramref name="addToBody"/>.
/// </summary>
internal sealed class PageCardReader(IReadOnlyList<PageLine> lines, string storySlug, List<Diagnostic> diagnostics, Action<PageLine> addToBody)
{
    /// <summary>Maximum number of dek lines of a card. An unbounded search for the end of a card would take quadratic time.</summary>
    private const int MaxDekLines = 12;

    private readonly List<RecommendationDocument> cards = [];
    private readonly HashSet<string> slugs = new(StringComparer.Ordinal);

    /// <summary>Returns whether one of the next lines starts or ends a card.</summary>
    public static bool ContainsCard(IReadOnlyList<PageLine> lines, int start)
    {
        for (var i = start; i < Math.Min(lines.Count, start + (2 * MaxDekLines)); i++)
        {
            if (IsCardTitle(lines, i) || PagePatterns.IsReadMoreLine(lines[i].Text, out _))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Reads all cards from a line to the end of the page.</summary>
    public List<RecommendationDocument> Read(int start)
    {
        for (var index = start; index < lines.Count;)
        {
            if (index == start && PagePatterns.IsTagline(lines[index].Text) && !IsCardTitle(lines, index))
            {
                index++;
            }
            else if (ReadCard(index) is { } next)
            {
                index = next;
            }
            else
            {
                diagnostics.Add(Diagnostic.Warning(lines[index].Number, "this line does not belong to any card; it is kept at the end of the body"));
                addToBody(lines[index++]);
            }
        }

        return cards;
    }

    /// <summary>Reads a card. Returns the index of the first line after the card, or null if no card starts here.</summary>
    private int? ReadCard(int start)
    {
        var title = lines[start];
        var next = start + 1;
        var founderSlug = next < lines.Count && PagePatterns.IsFounderSlug(lines[next].Text, out _) ? lines[next++].Text : null;
        var isTitleRepeated = next < lines.Count && SectionHeading.AreEquivalent(lines[next].Text, title.Text);
        next += isTitleRepeated ? 1 : 0;

        List<string> dek = [];
        var (isClosed, minutes) = (false, (int?)null);
        while (next < lines.Count && !isClosed && dek.Count < MaxDekLines && !(next > start + 1 && IsCardTitle(lines, next)))
        {
            isClosed = PagePatterns.IsReadMoreLine(lines[next].Text, out minutes);
            if (!isClosed)
            {
                dek.Add(lines[next].Text);
            }

            next++;
        }

        var slug = Slug.From(title.Text);

        // Without a recognizable start, a card needs a "Read Story" that does not belong to a card that starts at the next line.
        if (slug.Length == 0 || PagePatterns.IsReadMoreLine(title.Text, out _)
            || (!isTitleRepeated && !IsCardTitle(lines, start) && (!isClosed || IsCardTitle(lines, start + 1))))
        {
            return null;
        }

        if (slug == storySlug || !slugs.Add(slug))
        {
            var cardText = string.Join(' ', new[] { title.Text, founderSlug }.OfType<string>().Concat(dek));
            var reason = slug == storySlug ? "a story cannot recommend itself" : "an earlier card recommends the same story";
            diagnostics.Add(Diagnostic.Warning(title.Number, $"this card is ignored, because {reason}: {cardText}"));
            return next;
        }

        cards.Add(new()
        {
            Slug = slug,
            Title = title.Text,
            Dek = dek.Count == 0 ? null : string.Join("\n\n", dek),
            Founder = founderSlug is null ? null : new() { Slug = founderSlug },
            ReadingMinutes = minutes,
        });
        return next;
    }

    /// <summary>
    /// Returns whether the line is the title of a card: the next line repeats the title or is the founder's slug. If the slug may be an
    /// ordinary word, the title must be repeated below it.
    /// </summary>
    private static bool IsCardTitle(IReadOnlyList<PageLine> lines, int index) =>
        index + 1 < lines.Count
        && (SectionHeading.AreEquivalent(lines[index].Text, lines[index + 1].Text)
            || (PagePatterns.IsFounderSlug(lines[index + 1].Text, out var isUnambiguous)
                && (isUnambiguous || (index + 2 < lines.Count && SectionHeading.AreEquivalent(lines[index].Text, lines[index + 2].Text)))));
}
