namespace ContentApi.Core.Text;

/// <summary>
/// Words to ignore in English text. Common words of other languages and of technical vocabulary are down-weighted by their document
/// frequency instead.
/// </summary>
internal static class StopWords
{
    private static readonly HashSet<string> Words =
    [
        .. """
        a about above after again against all also am an and any are as at be because been before being below between both but by can cant cannot could
        did didnt do does doesnt doing dont down during each even ever every few for from further get gets got had has have having he hed her here hers
        herself him himself his how i if in into is isnt it its itself just like made make many may me might more most much must my myself never no nor
        not now of off on once one only or other our ours out over own said same say says she should so some still such than that thats the their theirs
        them themselves then there these they this those through to too two under until up upon us very was wasnt we went were what when where which while
        who whom whose why will with within without would yet you your yours
        """.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries),
    ];

    public static bool Contains(string word) => Words.Contains(word);
}
