namespace ContentApi.Core.Model;

/// <summary>Spells out technical names whose punctuation is significant, for slugs: C++, C# and C would otherwise have the same slug.</summary>
internal static class TechnicalNames
{
    private static readonly Dictionary<string, string> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        ["C++"] = "c plus plus",
        ["C#"] = "c sharp",
        ["F#"] = "f sharp",
        ["J#"] = "j sharp",
        ["Q#"] = "q sharp",
        ["G++"] = "g plus plus",
        ["Notepad++"] = "notepad plus plus",
        ["X++"] = "x plus plus",
        [".NET"] = "dot net",
        ["ASP.NET"] = "asp dot net",
        ["ADO.NET"] = "ado dot net",
        ["VB.NET"] = "vb dot net",
        ["Node.js"] = "node js",
        ["Vue.js"] = "vue js",
        ["Next.js"] = "next js",
    };

    /// <summary>Returns the text with its technical names spelled out: `Modern C++` becomes `Modern c plus plus`.</summary>
    public static string SpellOut(string text) => string.Join(' ', text.Split(' ').Select(word => Words.GetValueOrDefault(word, word)));
}
