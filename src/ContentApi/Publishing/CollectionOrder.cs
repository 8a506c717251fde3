namespace ContentApi.Publishing;

/// <summary>
/// Assigns the sort keys of the stories in a collection. A story that keeps its place among the others keeps its key, so that an editor who
/// adds, moves or removes stories does not shift the pages of a reader.
/// </summary>
internal static class CollectionOrder
{
    /// <summary>The first key of a new collection. There is room for a million stories before it.</summary>
    private const long First = 1L << 50;

    /// <summary>The distance between two new keys. There is room for 30 insertions at the same place.</summary>
    private const long Gap = 1L << 30;

    /// <summary>Returns the keys of the stories, in ascending order.</summary>
    /// <param name="current">The current keys of the stories in their new order; null for a new story.</param>
    public static long[] Assign(IReadOnlyList<long?> current)
    {
        var unmoved = FindUnmoved(current);
        var keys = new long[current.Count];
        for (int start = 0, end; start < keys.Length; start = end)
        {
            if (unmoved.Contains(start))
            {
                keys[start] = current[start]!.Value;
                end = start + 1;
                continue;
            }

            for (end = start; end < keys.Length && !unmoved.Contains(end); end++)
            {
            }

            var count = end - start;
            var before = start > 0 ? keys[start - 1] : end < keys.Length ? current[end]!.Value - (Gap * (count + 1)) : First;
            var after = end < keys.Length ? current[end]!.Value : before + (Gap * (count + 1));
            for (var i = 0; i < count; i++)
            {
                keys[start + i] = before + ((after - before) / (count + 1) * (i + 1));
            }
        }

        return HasRoom(keys) ? keys : Assign(new long?[keys.Length]); // renumbers all
    }

    private static bool HasRoom(long[] keys) => keys.Length == 0 || (keys[0] > 0 && keys.Zip(keys.Skip(1)).All(pair => pair.First < pair.Second));

    /// <summary>Returns the indexes of the longest series of stories whose keys are ascending already.</summary>
    private static HashSet<int> FindUnmoved(IReadOnlyList<long?> current)
    {
        var (lengths, previous) = (new int[current.Count], new int[current.Count]);
        var last = -1;
        for (var i = 0; i < current.Count; i++)
        {
            if (current[i] is null)
            {
                continue;
            }

            (lengths[i], previous[i]) = (1, -1);
            for (var j = 0; j < i; j++)
            {
                if (current[j] < current[i] && lengths[j] >= lengths[i])
                {
                    (lengths[i], previous[i]) = (lengths[j] + 1, j);
                }
            }

            last = last < 0 || lengths[i] > lengths[last] ? i : last;
        }

        HashSet<int> unmoved = [];
        for (; last >= 0; last = previous[last])
        {
            unmoved.Add(last);
        }

        return unmoved;
    }
}
