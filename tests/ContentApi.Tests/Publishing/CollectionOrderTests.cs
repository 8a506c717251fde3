using ContentApi.Publishing;
using CsCheck;

namespace ContentApi.Tests.Publishing;

/// <summary>Tests the sort keys of stories in a collection.</summary>
public sealed class CollectionOrderTests
{
    /// <summary>The new order as indexes into the old one (-1: new), and the indexes in the new order that keep their keys.</summary>
    public static TheoryData<int[], int[]> Changes => new()
    {
        { [], [] },
        { [0, 1, 2, 3], [0, 1, 2, 3] },
        { [0, 1, -1, 2, 3], [0, 1, 3, 4] },
        { [-1, 0, 1, 2, 3, -1], [1, 2, 3, 4] },
        { [3, 0, 1, 2], [1, 2, 3] },
        { [1, 2, 3, 0], [0, 1, 2] },
        { [0, 2, 3], [0, 1, 2] },
        { [-1, -1], [] },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void A_story_that_keeps_its_place_keeps_its_key(int[] order, int[] unmoved)
    {
        var keys = CollectionOrder.Assign(new long?[4]);

        var current = order.Select(index => index < 0 ? (long?)null : keys[index]).ToList();
        var assigned = CollectionOrder.Assign(current);

        AssertAscending(assigned);
        Assert.Equal(unmoved, Enumerable.Range(0, order.Length).Where(index => current[index] == assigned[index]));
    }

    [Fact]
    public void Keys_stay_ascending_after_any_changes() =>
        Gen.Int[0, 10].Array[0, 12].Array[1, 40].Sample(orders =>
        {
            Dictionary<int, long> keys = [];
            foreach (var order in orders.Select(order => order.Distinct().ToArray()))
            {
                var assigned = CollectionOrder.Assign(order.Select(story => keys.TryGetValue(story, out var key) ? key : (long?)null).ToList());
                AssertAscending(assigned);
                keys = order.Zip(assigned).ToDictionary(pair => pair.First, pair => pair.Second);
            }
        });

    [Fact]
    public void Without_room_for_an_insertion_all_keys_are_assigned_again()
    {
        var keys = CollectionOrder.Assign(new long?[2]);
        for (var i = 0; i < 100; i++)
        {
            keys = [keys[0], CollectionOrder.Assign([keys[0], null, keys[1]])[1]];
            AssertAscending(keys);
        }
    }

    private static void AssertAscending(long[] keys) => Assert.True(keys.Prepend(0).Zip(keys).All(pair => pair.First < pair.Second), string.Join(", ", keys));
}
