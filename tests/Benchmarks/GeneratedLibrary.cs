using System.Globalization;
using System.Text;

namespace ContentApi.Benchmarks;

/// <summary>Generates stories of about 10 KB, which are the same in every run and have natural word frequencies.</summary>
internal static class GeneratedLibrary
{
    public const int Stories = 10_000;
    public const int Founders = 500;
    public const int Topics = 60;

    private const int VocabularySize = 20_000;
    private const int BodyCharacters = 10_000;

    /// <summary>The range of publication dates: eleven years from 2015. Stories with a future date would not be published.</summary>
    private const int PublicationPeriodMinutes = 6_000_000;

    private static readonly string[] Words = [.. Enumerable.Range(0, VocabularySize + 1).Select(Word)];

    public static string Slug(int n) => string.Create(CultureInfo.InvariantCulture, $"generated-story-{n}");

    /// <summary>Writes the documents to a folder and returns its path.</summary>
    public static string Write(string folder, int stories = Stories)
    {
        Directory.CreateDirectory(folder);
        Parallel.For(1, stories + 1, n => File.WriteAllText(Path.Combine(folder, $"{Slug(n)}.md"), Document(n)));

        return folder;
    }

    /// <summary>Returns the Markdown document of a story.</summary>
    public static string Document(int n)
    {
        var random = new Random(n);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"""
            ---
            title: "Generated Story {n}: {Sentence(random, 5)}"
            slug: {Slug(n)}
            founder: founder-{random.Next(Founders)}
            publishedAt: {new DateTime(2015, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddMinutes(n * 517L % PublicationPeriodMinutes):yyyy-MM-ddTHH:mm:ssZ}
            byline: The Generator
            dek: "{Sentence(random, 25)}"
            topics: [Topic {random.Next(Topics)}, Topic {random.Next(Topics)}, Topic {random.Next(Topics)}]
            takeaways:
              - {"{"} statement: "{Sentence(random, 12)}", explanation: "{Sentence(random, 40)}" {"}"}
              - {"{"} statement: "{Sentence(random, 12)}", explanation: "{Sentence(random, 40)}" {"}"}
              - {"{"} statement: "{Sentence(random, 12)}", explanation: "{Sentence(random, 40)}" {"}"}
            recommendations: [{Slug(1 + (n % Stories))}, {Slug(1 + ((n + 4_999) % Stories))}]
            ---

            """);
        string[] acts = ["Prologue: ", "Act I: ", "Act II: ", "Epilogue: "];
        foreach (var act in acts)
        {
            text.Append("\n## ").Append(act).Append(Sentence(random, 5)).Append("\n\n");
            for (var start = text.Length; text.Length - start < BodyCharacters / acts.Length;)
            {
                text.Append(Sentence(random, 40)).Append(". *").Append(Sentence(random, 3)).Append("* ").Append(Sentence(random, 30)).Append(".\n\n");
            }
        }

        return text.ToString();
    }

    /// <summary>Returns random words with natural frequencies: the n-th word is n times as rare as the first (Zipf).</summary>
    private static string Sentence(Random random, int words) =>
        string.Join(' ', Enumerable.Range(0, words).Select(_ => PickWord(random)));

    /// <summary>Returns a random word with its natural frequency.</summary>
    public static string PickWord(Random random) => Words[(int)Math.Pow(VocabularySize, random.NextDouble())];

    private static string Word(int rank)
    {
        const string consonants = "bdfgklmnprstvz";
        const string vowels = "aeiou";
        var word = new StringBuilder();
        for (var rest = rank; rest > 0 || word.Length < 2; rest /= 70)
        {
            word.Append(consonants[rest % 14]).Append(vowels[rest / 14 % 5]);
        }

        return word.ToString();
    }
}
